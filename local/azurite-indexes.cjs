// Azurite keeps an index of its rows by PartitionKey and one by RowKey, but looks through a whole partition for one row, and through the
// whole table for the rows of a partition: a table of a million rows would take hours. Here it uses the two indexes for both. What it
// answers stays the same; everything else about it is untouched (docs/decisions/0022-azurite-indexes.md).
'use strict';

const loki = require('lokijs');
const { default: generator } = require('azurite/dist/src/table/persistence/LokiTableStoreQueryGenerator.js');

const Collection = loki.Collection.prototype;
const Resultset = loki.Resultset.prototype;

// One row: of the rows of its partition and those of its row key, the fewer are looked through.
const findOne = Collection.findOne;
Collection.findOne = function (query) {
  const { PartitionKey: partition, RowKey: row } = query ?? {};
  const isOneRow = typeof partition === 'string' && typeof row === 'string' && Object.keys(query).length === 2 && !this.cloneObjects;
  if (!isOneRow || !this.binaryIndices.PartitionKey || !this.binaryIndices.RowKey) return findOne.call(this, query);
  const ranges = [['PartitionKey', partition], ['RowKey', row]].map(([key, value]) => {
    this.ensureIndex(key);
    return { key, range: this.calculateRange('$eq', key, value) };
  });
  const { key, range } = ranges.reduce((a, b) => (b.range[1] - b.range[0] < a.range[1] - a.range[0] ? b : a));
  const index = this.binaryIndices[key].values;
  for (let i = range[0]; i <= range[1]; i++) {
    const found = this.data[index[i]];
    if (found.PartitionKey === partition && found.RowKey === row) return found;
  }
  return null;
};

// A query that begins with a partition and has no alternatives can only find rows of that partition.
const ofOnePartition = /^\(*PartitionKey eq '((?:[^']|'')*)'\)*(?: and |$)/;
const generate = generator.generateQueryForPersistenceLayer;
generator.generateQueryForPersistenceLayer = function (options, context) {
  const matches = generate.call(this, options, context);
  const partition = ofOnePartition.exec(options.filter ?? '');
  if (partition && !/ or | not /i.test(options.filter)) matches.partition = partition[1].replaceAll("''", "'");
  return matches;
};

const where = Resultset.where;
Resultset.where = function (matches, ...rest) {
  if (matches.partition !== undefined && !this.filterInitialized) this.find({ PartitionKey: matches.partition });
  return where.call(this, matches, ...rest);
};
