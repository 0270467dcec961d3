// All that others look for on `window`: Dash its callbacks and our component, the grid its functions, tests the states.

import {followed} from './following/state.js';
import {lazy} from './grids/lazy.js';
import {byValue, inWords} from './grids/words.js';
import {drawImport} from './imports/importing.js';
import {drawEvents} from './live/event-list.js';
import {head} from './live/feed.js';
import {state as live} from './live/state.js';
import {drawMatrix} from './matrix/matrix.js';
import {choose, chooseActors, chooseBody, filterBy, pick, pickPoint} from './page/choices.js';
import {PageData} from './page/page-data.js';
import {scheme} from './page/scheme.js';
import {page} from './page/shown.js';
import {mode} from './page/view.js';
import {WhyButton} from './page/why.js';
import {drawRecording} from './record/recording.js';
import {drawDifference} from './review/difference.js';
import {review} from './review/replay.js';
import {replay} from './review/state.js';

/** What Dash calls, by the names in `ClientsideFunction("muster", …)`. */
const callbacks = {
  choose,
  chooseActors,
  chooseBody,
  drawDifference,
  drawEvents,
  drawImport,
  drawMatrix,
  drawRecording,
  filterBy,
  head,
  mode,
  pick,
  pickPoint,
  review,
  scheme,
};

/** Put it there. */
export function start() {
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.muster = callbacks;
  window.dashAgGridFunctions = {...window.dashAgGridFunctions, byValue, inWords};
  window.dashAgGridComponentFunctions = {...window.dashAgGridComponentFunctions, WhyButton};
  window.dash_ag_grid = lazy;
  window.muster = {PageData, followed, live, page, replay};
}
