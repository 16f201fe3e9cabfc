/* Leaves for another page with a full load. Whoever begins it leaves: what a page that is going is
   told afterwards, such as where somebody without a session belongs, would take the reason along
   that the sign-in page was about to show. */
let going = false;

const placeOf = (path) => new URL(path, window.location.href).pathname.replace(/\/$/, "");

const SIGN_IN = "/sign-in?";

/* Where one signs in again, to come back to what was begun, where its dialog says how, or to here. */
export function againPath(path = `${SIGN_IN}again=1`) {
  const begun = document.querySelector("[data-come-back]")?.dataset.comeBack;
  const here = window.location.pathname + window.location.search;
  return `${path}&next=${encodeURIComponent(begun ?? here)}`;
}

/* Go there, after a last deed if there is one; if that fails, all the same. */
export async function leaveFor(path, deed = async () => {}) {
  const there = placeOf(path) === placeOf(window.location.href) && !path.includes("?");
  if (going || there) return;
  going = true;
  window.addEventListener("pageshow", () => (going = false), { once: true }); // came back by Back
  try {
    await deed();
  } finally {
    window.location.assign(path.startsWith(SIGN_IN) ? againPath(path) : path);
  }
}
