// The browser's side of every page: each part starts listening here, and who starts first hears first. So Escape closes
// a panel before it closes the answer to why, and what a mark says is shown after what a cell said is hidden.
import * as alerts from './alerts/alerts.js';
import * as clockBar from './clock/clock-bar.js';
import * as countdown from './clock/countdown.js';
import * as menu from './export/menu.js';
import * as paper from './export/paper.js';
import * as follow from './following/follow.js';
import * as turning from './following/turning.js';
import * as rows from './grids/rows.js';
import * as importing from './imports/importing.js';
import * as correcting from './letters/correcting.js';
import * as asking from './live/asking.js';
import * as feed from './live/feed.js';
import * as questions from './live/questions.js';
import * as signedOut from './live/signed-out.js';
import * as wall from './live/wall.js';
import * as matrixKeys from './matrix/keys.js';
import * as matrix from './matrix/matrix.js';
import * as notes from './notes/dialog.js';
import * as brought from './page/brought.js';
import * as commitments from './page/commitments.js';
import * as roving from './page/roving.js';
import * as scheme from './page/scheme.js';
import * as tips from './page/tips.js';
import * as twins from './page/twins.js';
import * as view from './page/view.js';
import * as wholeRows from './page/whole-rows.js';
import * as why from './page/why.js';
import * as recording from './record/recording.js';
import * as replay from './review/replay.js';
import * as reporting from './review/reporting.js';
import * as scrubber from './review/scrubber.js';
import * as whatif from './whatif/pick.js';
import * as others from './window.js';

const parts = [
  others,
  brought,
  questions,
  asking,
  signedOut,
  scheme,
  twins,
  view,
  clockBar,
  why,
  follow,
  turning,
  wall,
  feed,
  notes,
  menu,
  paper,
  matrix,
  matrixKeys,
  commitments,
  wholeRows,
  roving,
  rows,
  tips,
  scrubber,
  replay,
  reporting,
  whatif,
  alerts,
  recording,
  importing,
  correcting,
  countdown,
];
for (const part of parts) part.start();
