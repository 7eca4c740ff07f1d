/** The API, asked for by code that is no ES module. */
exports.askFromCommonJs = (getAPI) => getAPI(1);
