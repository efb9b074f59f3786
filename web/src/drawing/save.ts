/* The picture as a file for a letter or a slide: drawn by the browser from the SVG that the program serves. */

/** Twice the size of the screen's, so that it is sharp on paper. */
const SCALE = 2;

async function save(link: HTMLAnchorElement): Promise<void> {
  const view = document.querySelector<SVGSVGElement>("#drawing svg.fig-wide")?.viewBox.baseVal;
  if (view === undefined) return;
  const image = new Image(view.width * SCALE, view.height * SCALE);
  image.src = link.href;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const paper = canvas.getContext("2d");
  if (paper === null) return;
  paper.fillStyle = "white";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob === null) return;
    const file = document.createElement("a");
    file.href = URL.createObjectURL(blob);
    file.download = "drawing.png";
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 10_000);
  }, "image/png");
}

/** `<a data-picture href="....svg">` gets a companion that saves a PNG. */
export function startSaving(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-picture]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-plain";
    button.textContent = "Save as PNG";
    button.addEventListener("click", () => void save(link));
    link.after(" ", button);
  }
}
