// For mongosh: makes mongo1, mongo2 and mongo3 a replica set, or finds that they are one, and waits for its primary.
const members = ['mongo1', 'mongo2', 'mongo3'].map((name, number) => ({ _id: number, host: `${name}:27017` }));
try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  rs.initiate({ _id: 'chartlens', members });
}
while (!rs.status().members?.some(({ stateStr }) => stateStr === 'PRIMARY')) sleep(500);
print('the replica set has a primary');
