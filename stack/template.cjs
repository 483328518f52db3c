// serverless.yml can refer to .cjs files only; this hands it what template.ts makes of headgate.yml.
const { readTemplateParts } = require("./template.ts");

module.exports = async ({ resolveConfigurationProperty }) => {
  const prefix = await resolveConfigurationProperty(["custom", "prefix"]);
  return readTemplateParts(process.cwd(), prefix);
};
