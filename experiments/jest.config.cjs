/** For the specs of users' own components beside their experiments. */
module.exports = { ...require('../jest.preset.cjs'), displayName: 'experiments' };
