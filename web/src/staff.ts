/* What runs on a staff page. The order of the first three lines matters: htmx reads its configuration when it loads. */
import "./htmx-config";
import "htmx.org";
import "./htmx-secure";
import { startAutosave } from "./autosave";
import { startCopy } from "./copy";
import { startDrawing } from "./drawing";
import { fill } from "./fragment";
import { startInsert } from "./insert";
import { startLoops } from "./loops";
import { startPrint } from "./print";
import { startReadFile } from "./read-file";
import { startTimer } from "./timer";

document.documentElement.classList.add("has-script");
startAutosave(fill);
startCopy();
startLoops();
startDrawing();
startInsert();
startPrint();
startReadFile();
startTimer();
