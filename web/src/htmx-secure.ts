import htmx from "htmx.org";
import { policy } from "./trusted";

/** Takes the place of `Function` inside htmx: attributes that hold script (`hx-on:`, `js:`, trigger filters) are
 *  refused by name instead of failing on the content security policy with a puzzling message. */
class NoScriptInAttributes {
  constructor() {
    throw new Error("Attributes that hold script are switched off. Write a small module in web/src instead.");
  }
}

interface HtmxInternals {
  initSecurity(trusted: typeof policy, functions: unknown, asyncFunctions: unknown): void;
}

htmx.registerExtension("attune", {
  init: (internals: unknown) =>
    (internals as HtmxInternals).initSecurity(policy, NoScriptInAttributes, NoScriptInAttributes),
});
