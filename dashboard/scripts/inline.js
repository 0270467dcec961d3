// Stands in the document itself: what must happen before the first script has come.
(function () {
  'use strict';
  const textOf = id => document.getElementById(id).textContent;
  let scheme = null;
  try { scheme = localStorage.getItem('muster-scheme'); } catch { /* nothing is kept here */ }
  scheme = scheme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  document.documentElement.dataset.mantineColorScheme = scheme;
  // The page's data is asked for while its scripts load; first.js hands it over.
  const headers = {'Content-Type': 'application/json', Accept: 'application/json'};
  window.musterAsked = JSON.parse(textOf('questions')).map(question => {
    for (const one of question.inputs) if (one.id === 'scheme') one.value = scheme;
    const answer = fetch('/_dash-update-component', {method: 'POST', headers, body: JSON.stringify(question)});
    answer.catch(() => {});
    return {question, answer};
  });
})();
