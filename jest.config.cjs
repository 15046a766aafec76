module.exports = { projects: ['<rootDir>/packages/*', '<rootDir>/tools', '<rootDir>/experiments'], maxWorkers: 2, testTimeout: 60_000 };
