/* The chosen theme, before anything is painted: the one script that a page waits for. What else there is to a theme
   stands in site.js, which may come late. */
try {
  const theme = localStorage.getItem("vaultgen-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch { /* nothing may be kept here: the system decides */ }
