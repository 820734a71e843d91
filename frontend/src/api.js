import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js"; import "swagger-ui-dist/swagger-ui.css"; console.log(SwaggerUI);
