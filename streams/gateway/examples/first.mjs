// With nothing but Node 18 or newer: node first.mjs
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';

const GATEWAY = 'http://127.0.0.1:8060/v1/events';
const key = {Authorization: `Bearer ${(await readFile('key', 'utf8')).trim()}`};
const event = await readFile('event.json', 'utf8');
const {source, id} = JSON.parse(event);

// Send it again, the very same, while there is no answer or it is not taken now.
async function answer(address, options, tries = 6) {
  const found = await fetch(address, options).catch(error => {
    if (!tries) throw error;
  });
  if (found?.ok) return found.text();
  if (found && (!tries || ![429, 503].includes(found.status))) throw new Error(await found.text());
  await sleep(1000 * Number(found?.headers.get('Retry-After') ?? 1));
  return answer(address, options, tries - 1);
}

const structured = {...key, 'Content-Type': 'application/cloudevents+json'};
console.log(await answer(GATEWAY, {method: 'POST', headers: structured, body: event}));
const asked = `${GATEWAY}?${new URLSearchParams({source, id})}`;
console.log(await answer(asked, {headers: {...key, Prefer: 'wait=5'}}));
