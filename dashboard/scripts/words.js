// Words of grids: columns carry values, and here they are said, sorted, and what has none comes last.
// dashboard/wording/numbers.py says the same values by the same rules on the rest of a page.
(function (muster) {
  'use strict';
  const NONE = '–';
  const MINUS = '−';
  const MOST_DIGITS = 2;
  const NO_BREAK = '\u00a0';
  const SAID = '_words';
  const STEPS = '_steps';
  const inGrids = window.dashAgGridFunctions = window.dashAgGridFunctions || {};

  const write = (value, places) => value.toLocaleString('en-GB', {minimumFractionDigits: places, maximumFractionDigits: places});
  // As Python rounds: what is exactly between two goes to the even one.
  function rounded(value, places) {
    const size = 10 ** places;
    const isBetween = Number.isInteger(value * 2 ** (places + 1)) && Math.abs(value * size) % 1 === 0.5;
    return isBetween ? 2 * Math.round(value * size / 2) / size : Number(value.toFixed(places));
  }
  // A number never says the other side of a step than it is on: one more digit, or the last on its side.
  function inDecimals(value, digits, steps = []) {
    const places = [digits, Math.max(digits + 1, MOST_DIGITS)];
    const crossed = shown => steps.find(step => (shown >= step) !== (value >= step));
    for (const place of places) {
      const shown = rounded(value, place);
      if (crossed(shown) === undefined) return write(shown + 0, place);
    }
    const step = crossed(rounded(value, places[1]));
    const turn = value >= step ? Math.ceil : Math.floor;
    return write(turn(value * 10 ** digits) / 10 ** digits, digits);
  }
  const oneDecimal = (value, steps) => inDecimals(value, 1, steps).replace(/\.0$/, '');
  const WORDS = {
    count: value => value.toLocaleString('en-GB'),
    number: oneDecimal,
    hundredths: (value, steps) => inDecimals(value, 2, steps),
    percent: (value, steps) => oneDecimal(value, steps) + NO_BREAK + '%',
    signed: value => value === 0 ? '0' : (value > 0 ? '+' : MINUS) + oneDecimal(Math.abs(value)),
    days: value => value.toLocaleString('en-GB') + ' d',
    seconds: value => oneDecimal(value) + ' s',
    day: value => muster.day(value),
    instant: value => muster.dtg(new Date(value)),
    flag: value => value ? muster.say('grid.yes') : muster.say('grid.no'),
  };

  inGrids.inWords = function (params, kind, steps) {
    const {value, data, colDef} = params;
    const own = data && data[colDef.field + SAID];
    if (own !== undefined && own !== null) return own;
    if (value === undefined) return '';
    if (value === null || value === '') return NONE;
    const words = WORDS[kind];
    return words ? words(value, (data && data[colDef.field + STEPS]) || steps || []) : value;
  };

  const isNone = value => value === undefined || value === null || value === '';
  const byWords = (a, b) => String(a).localeCompare(String(b), 'en', {numeric: true});
  inGrids.byValue = function (kind, field) {
    const isText = kind === 'text' || kind === 'code';
    const read = (value, node) => (isText && node && node.data && node.data[field + SAID]) || value;
    return function (a, b, nodeA, nodeB, isDescending) {
      // The grid turns the order round for us; what has no value stays at the end either way.
      const last = isDescending ? -1 : 1;
      if (isNone(a) || isNone(b)) return isNone(a) === isNone(b) ? 0 : isNone(a) ? last : -last;
      if (isText) return byWords(read(a, nodeA), read(b, nodeB));
      return a < b ? -1 : a > b ? 1 : 0;
    };
  };
})(window.muster);
