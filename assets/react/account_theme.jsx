/* Follows the account's theme; wrapped in clinic_app/web/session/account_theme.py. */
import { useContext, useEffect } from "react";
import { ColorModeContext } from "$/utils/context";

export function AccountTheme({ theme }) {
  const { setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    if (theme) setColorMode(theme);
    // Only when the account's theme changes: a choice in this browser is on its way there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [theme]);
  return null;
}
