// What-ifs picked on a page: without this exercise, without this event. The server makes one, and Review shows it.
import {now} from '../clock/server-clock.js';
import {closest} from '../page/dom.js';
import {clocks, go} from '../page/navigation.js';
import {say} from '../page/texts.js';

const PATH = '/api/whatifs';

/** @param {DOMStringMap} picked */
const bodyOf = ({withoutExercise, withoutEvent}) =>
  JSON.stringify(withoutExercise ? {exercise: withoutExercise} : {seq: Number(withoutEvent)});

/** @param {DOMStringMap} picked */
async function made(picked) {
  const headers = {'Content-Type': 'application/json'};
  const answer = await fetch(PATH, {method: 'POST', body: bodyOf(picked), headers});
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error || String(answer.status));
  return said.whatif;
}

/**
 * When both are compared, unless the address says so: a day after, as long as that has come.
 * @param {DOMStringMap} picked
 */
const comparedAt = ({at = ''}) => (new Date(at).getTime() < now() ? at : null);

/** @param {HTMLButtonElement} button */
async function pick(button) {
  const words = button.textContent;
  button.disabled = true;
  button.textContent = say('whatif.making');
  try {
    const {as_of, ...others} = clocks();
    go('/review', {...others, as_of: as_of || comparedAt(button.dataset), whatif: await made(button.dataset)});
  } catch (error) {
    button.textContent = say('whatif.failed', {why: error instanceof Error ? error.message : String(error)});
    return;
  } finally {
    button.disabled = false;
  }
  button.textContent = words;
}

/** Make what somebody picks, wherever a page offers it. */
export function start() {
  document.addEventListener('click', event => {
    const button = closest(event.target, '[data-without-exercise], [data-without-event]');
    if (button instanceof HTMLButtonElement) void pick(button);
  });
}
