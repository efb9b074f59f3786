/* What runs on a portal page: little, since phones and connections are what they are. */
import { startAnswer } from "./answer";
import { letGo, startAutosave } from "./autosave";
import { startLeave } from "./leave";
import { startPasskey } from "./passkey";
import { parseFragment } from "./trusted";

document.documentElement.classList.add("has-script");
startLeave(letGo);
startAnswer();
startPasskey();
startAutosave((place, html) => place.replaceChildren(parseFragment(html)));
