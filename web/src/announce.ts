/** Says something once to a screen reader. For what must not be missed; ordinary saving stays silent. */
export function announce(text: string): void {
  let region = document.getElementById("announcements");
  if (region === null) {
    region = document.createElement("div");
    region.id = "announcements";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}
