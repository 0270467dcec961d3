// What the document has brought along, or has asked for already, is not asked for again.
(function (muster) {
  'use strict';
  const UPDATE_PATH = '/_dash-update-component';
  const TAKEN_WITHIN_MS = 30000;
  const BROUGHT = {'/_dash-layout': 'layout', '/_dash-dependencies': 'dependencies'};
  const byId = muster.byId;
  const textOf = id => byId(id).textContent;
  const files = JSON.parse(textOf('files'));
  let asked = window.musterAsked || [];

  // ----- the addresses of what is loaded only when it is needed
  muster.file = name => files[name];
  // Dash's components, which come later, would set it to the whole of Plotly.
  Object.defineProperty(window, '_dashPlotlyJSURL', {get: () => files.plotly, set() {}});

  // ----- what stood there meanwhile goes in the moment in which the page itself is there
  const still = document.querySelector('.still');
  const arriving = new MutationObserver(() => {
    if (!byId('frame')) return;
    arriving.disconnect();
    still.remove();
  });
  arriving.observe(byId('react-entry-point'), {childList: true, subtree: true});

  // ----- the questions that the document has asked
  function answerTo(path, options) {
    if (typeof path !== 'string') return null;
    const place = BROUGHT[path];
    if (place) return Promise.resolve(new Response(textOf(place), {headers: {'Content-Type': 'application/json'}}));
    if (!path.startsWith(UPDATE_PATH) || !asked.length || typeof options.body !== 'string') return null;
    const message = JSON.parse(options.body);
    const same = asked.find(({question}) => question.output === message.output);
    if (!same) return null;
    asked = asked.filter(one => one !== same);
    const isSame = ['inputs', 'state'].every(part =>
      JSON.stringify(message[part] || []) === JSON.stringify(same.question[part] || []));
    if (!isSame) drop(same);
    return isSame ? same.answer : null;
  }
  // What nobody takes would keep its connection.
  function drop({answer}) {
    answer.then(response => response.body && response.body.cancel()).catch(() => {});
  }
  setTimeout(() => { asked.forEach(drop); asked = []; }, TAKEN_WITHIN_MS);
  const given = signal => new Promise((_, reject) => {
    if (signal) signal.addEventListener('abort', () => reject(signal.reason));
  });
  const fetched = window.fetch;
  window.fetch = async function (path, options = {}) {
    const answer = answerTo(path, options);
    if (!answer) return fetched.call(window, path, options);
    const failed = answer.catch(() => fetched.call(window, path, options));
    return Promise.race([failed, given(options.signal)]);
  };
})(window.muster);
