/* A chosen file goes into the box it names, as text. It is read here and sent with the form; nothing else happens to it. */
export function startReadFile(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>("input[type=file][data-read-into]")) {
    input.addEventListener("change", () => {
      void read(input);
    });
  }
}

async function read(input: HTMLInputElement): Promise<void> {
  const box = document.getElementById(input.dataset["readInto"] ?? "");
  const file = input.files?.[0];
  if (file && box instanceof HTMLTextAreaElement) {
    box.value = await file.text();
  }
}
