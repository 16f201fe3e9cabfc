/* What somebody who is there does on a page. */
const DEEDS = ["keydown", "pointerdown", "wheel", "touchstart", "input"];

/* Call `did` for each deed of a person, until what is returned is called. */
export function onDeed(did) {
  const heard = (event) => event.isTrusted && did();
  const how = { capture: true, passive: true };
  for (const deed of DEEDS) window.addEventListener(deed, heard, how);
  return () => {
    for (const deed of DEEDS) window.removeEventListener(deed, heard, how);
  };
}
