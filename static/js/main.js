// Everything here only makes a page quicker: each link and form works without it.
import "./behaviours/announce.js";
import "./behaviours/board.js";
import "./behaviours/card-steps.js";
import "./behaviours/columns.js";
import "./behaviours/conflict.js";
import "./behaviours/dialog.js";
import "./behaviours/filters.js";
import "./behaviours/inline-edit.js";
import "./behaviours/kept.js";
import "./behaviours/keys.js";
import "./behaviours/next-row.js";
import "./behaviours/palette.js";
import "./behaviours/print.js";
import "./behaviours/timeline.js";
import "./behaviours/quick-add.js";
import "./behaviours/rank.js";
import "./behaviours/retry.js";
import "./behaviours/select.js";
import "./behaviours/toast.js";

document.documentElement.dataset.js = "";
