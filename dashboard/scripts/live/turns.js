// Which page of a wall comes next.
const USUAL_PAGES = 'overview,interoperability,trends';
const USUAL_EVERY_S = 30;
const KEPT = ['body', 'clock', 'as_of', 'known_at', 'wall', 'pages', 'every', 'whatif'];

/** @typedef {Record<string, string>} Parameters */

/** @param {string} name */
const pathOf = name => (name === 'overview' ? '/' : `/${name}`);

/**
 * Give the path of the page that follows; null when there is no other one.
 * @param {Parameters} parameters
 * @param {string} here
 * @param {(path: string) => boolean} exists
 */
export function nextPath({pages}, here, exists) {
  const paths = (pages || USUAL_PAGES).split(',').map(pathOf).filter(exists);
  return paths.length > 1 ? paths[(paths.indexOf(here) + 1) % paths.length] : null;
}

/**
 * Give the parameters that go along.
 * @param {Parameters} parameters
 */
export const kept = parameters =>
  Object.fromEntries(KEPT.filter(name => parameters[name]).map(name => [name, parameters[name]]));

/**
 * Give how long each page is shown, in milliseconds.
 * @param {Parameters} parameters
 */
export const everyMs = ({every}) => 1000 * (Number(every) || USUAL_EVERY_S);
