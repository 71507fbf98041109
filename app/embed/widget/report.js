// Nothing that happens in here may reach the portal's page as an exception.
function quietly(work) {
  return function (...given) {
    try {
      return work.apply(this, given);
    } catch (error) {
      console.error("条问挂件出错：", error);
      return undefined;
    }
  };
}

// Everything that happens is told twice: as a CustomEvent on window and to tiaowenConfig.onEvent.
const tell = quietly((name, detail) => {
  window.dispatchEvent(new CustomEvent("tiaowen:" + name, { detail }));
  const config = window.tiaowenConfig;
  if (config && typeof config.onEvent === "function") config.onEvent(name, detail);
});
