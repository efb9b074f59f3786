/** `<button data-print data-needs-script>` prints the page, also when it arrives later. */
export function startPrint(): void {
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]") !== null) window.print();
  });
}
