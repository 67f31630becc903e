// For mongosh on a mongos: spreads chartlens over the shards of a cluster.
//
//   mongosh "mongodb://mongos/?..." --file shard-cluster.js                                    the databases chartlens_*
//   mongosh "mongodb://mongos/?..." --eval 'var prefix = "ward"' --file shard-cluster.js       the databases ward_*
//
// Run it once, after the first start has made the indexes, and again after shards were added. It changes nothing twice.
//
// Records are found and written by their id, so the id, hashed, is the key: each write goes to one shard, and a unique id
// stays unique over all. Lists of a patient ask all shards, which answer from an index that begins with the patient.
//
// Commits are not sharded. That a version has one winner is a unique index over the versions of a commit, and MongoDB
// keeps no such index over shards. Each database therefore lives, with its commits, on a shard of its own as far as there
// are shards: the largest of them bounds what one cluster holds (CAPACITY.md).
const name = typeof prefix === 'undefined' ? 'chartlens' : prefix;
const SHARDED = {
  clinical: ['records'],
  administrative: ['records'],
  financial: ['records'],
  population: ['people'],
  trail: ['entries'],
};

const shards = db.adminCommand({ listShards: 1 }).shards.map(({ _id }) => _id);
const held = db.getSiblingDB('config').collections;

Object.entries(SHARDED).forEach(([part, collections], number) => {
  const database = `${name}_${part}`;
  const primaryShard = shards[number % shards.length];
  const known = db.getSiblingDB('config').databases.findOne({ _id: database });
  if (!known) sh.enableSharding(database, primaryShard);
  for (const collection of collections) {
    const namespace = `${database}.${collection}`;
    if (held.countDocuments({ _id: namespace, key: { $exists: true } }) === 0)
      sh.shardCollection(namespace, { _id: 'hashed' });
    print(`${namespace}: by hashed id; ${database} lives on ${known?.primary ?? primaryShard}`);
  }
});
