// What a note is about: a card of a page, or one reading on it, written as path#card:reading.

/**
 * @param {string} path
 * @param {string} card
 * @param {string} [reading]
 */
export const aboutOf = (path, card, reading = '') => `${path}#${card}${reading ? `:${reading}` : ''}`;

/**
 * Give the reading that a note is about in words; empty when it is about the card.
 * @param {string} about
 */
export const readingIn = about => about.slice(about.indexOf('#')).split(':').slice(1).join(' ');

/**
 * Tell whether a note about the one is about the other, too: of a card, or of a reading on it.
 * @param {string} one
 * @param {string} other
 */
export const isAbout = (one, other) => one === other || one.startsWith(`${other}:`);
