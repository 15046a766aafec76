export let testEnvironment: string;
export namespace testEnvironmentOptions {
    let customExportConditions: string[];
}
export let transform: {
    '^.+\\.[cm]?[jt]s$': (string | {
        jsc: {
            parser: {
                syntax: string;
            };
            target: string;
        };
        module: {
            type: string;
        };
    })[];
};
export let transformIgnorePatterns: string[];
export let moduleNameMapper: {
    '^vega-canvas$': string;
};
export let moduleFileExtensions: string[];
export let testMatch: string[];
export let testTimeout: number;
