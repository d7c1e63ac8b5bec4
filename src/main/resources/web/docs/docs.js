"use strict";

// Only the operations of this very server can be tried out: browsers keep this page away from the public one.
const tryItOutHere = {
  statePlugins: {
    spec: { wrapSelectors: { allowTryItOutFor: () => (state, path) => !path.startsWith("/v1/") } },
  },
};

SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#docs",
  deepLinking: true,
  displayOperationId: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  plugins: [tryItOutHere],
});
