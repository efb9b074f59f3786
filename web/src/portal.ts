/* What runs on a portal page: little, since phones and connections are what they are. */
import { keepNothingMore, startAnswer } from "./answer";
import { letGo, startAutosave } from "./autosave";
import { forgetAll } from "./kept-here";
import { startLeave, startSignOut } from "./leave";
import { startPasskey } from "./passkey";
import { parseFragment } from "./trusted";

/** Leaves nothing behind on this device. */
async function clear(): Promise<void> {
  keepNothingMore();
  await Promise.all([letGo(), forgetAll()]);
}

document.documentElement.classList.add("has-script");
startLeave(clear);
startSignOut(clear);
startAnswer();
startPasskey();
startAutosave((place, html) => place.replaceChildren(parseFragment(html)));
