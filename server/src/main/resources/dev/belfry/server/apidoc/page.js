SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
  presets: [SwaggerUIBundle.presets.apis],
  supportedSubmitMethods: ["get", "put", "post", "delete", "patch"],
  validatorUrl: null,
});
