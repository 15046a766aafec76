module.exports = { projects: ['<rootDir>/packages/*', '<rootDir>/tools'], maxWorkers: 2, testTimeout: 60_000 };
