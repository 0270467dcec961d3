// Stands in the document itself: what must happen before the first script has come.
(() => {
  let scheme = null;
  try {
    scheme = localStorage.getItem('muster-scheme');
  } catch {
    // Nothing is kept here.
  }
  scheme = scheme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  document.documentElement.dataset.mantineColorScheme = scheme;
  // The page's data is asked for while its scripts load; page/brought.js hands it over.
  const headers = {'Content-Type': 'application/json', Accept: 'application/json'};
  /** @type {import('./page/brought.js').Question[]} */
  const questions = JSON.parse(document.getElementById('questions')?.textContent || '');
  window.musterAsked = questions.map(question => {
    for (const one of question.inputs) if (one.id === 'scheme') one.value = scheme;
    const answer = fetch('/_dash-update-component', {method: 'POST', headers, body: JSON.stringify(question)});
    answer.catch(() => {});
    return {question, answer};
  });
})();
