// What is picked on a page, in a selector or on a mark of a chart, goes into the address.
(function (muster) {
  'use strict';
  const NOTHING = 'ALL';
  const chosen = name => new URLSearchParams(location.search).get(name);
  function put(name, value) {
    const wanted = value === NOTHING || value === undefined || value === null ? null : value;
    if (chosen(name) !== wanted) muster.change({[name]: wanted});
  }
  Object.assign(window.dash_clientside.muster, {
    pick(value) {
      const id = window.dash_clientside.callback_context.triggered_id;
      if (value) put(id.split('-')[1], value);
      return muster.noUpdate();
    },
    pickPoint(click) {
      const point = click && click.points && click.points[0];
      if (point && point.customdata) put(point.customdata[0], point.customdata[1]);
      return muster.noUpdate();
    },
  });
})(window.muster);
