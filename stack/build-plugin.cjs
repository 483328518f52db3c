// Builds the bundles before they are zipped or invoked, so that what is deployed is what headgate.yml says now.
class BuildPlugin {
  constructor(serverless, options, { log }) {
    const build = async (names) => {
      const { buildStack } = await import("./build.ts");
      await buildStack(serverless.serviceDir, (line) => log.notice(line), names);
    };
    const buildAll = () => build();
    const buildNamed = () => build([options.function]);
    this.hooks = {
      "before:package:createDeploymentArtifacts": buildAll,
      "before:deploy:function:packageFunction": buildNamed,
      "before:invoke:local:invoke": buildNamed,
    };
  }
}

module.exports = BuildPlugin;
