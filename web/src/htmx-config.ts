/** htmx reads its configuration once, while it is being loaded, from a <meta> element. It is written here, before
 *  htmx is imported, so that no template can forget it and no two pages differ. */

const config = {
  // Our own style sheet says what a waiting element looks like.
  includeIndicatorCSS: false,
  // Going back reloads from the server: no page with clinical text is rebuilt from memory.
  history: "reload",
  // Only the extension below may register.
  extensions: "attune",
  mode: "same-origin",
  defaultTimeout: 30_000,
};

const meta = document.createElement("meta");
meta.name = "htmx-config";
meta.content = JSON.stringify(config);
document.head.append(meta);
