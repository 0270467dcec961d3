// The members to compare go into the address as one list.
(function (muster) {
  'use strict';
  window.dash_clientside.muster.chooseActors = function (value) {
    const wanted = value && value.length ? value.join(',') : null;
    if ((muster.current().actors || null) !== wanted) muster.change({actors: wanted, actor: null});
    return muster.noUpdate();
  };
})(window.muster);
