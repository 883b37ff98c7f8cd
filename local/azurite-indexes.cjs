// Azurite looks through a whole partition for one row and through a whole table for the rows of a partition, and each row that it writes or
// deletes moves the ends of two sorted arrays: a table of a million rows would take hours. Here rows are found by their keys in maps instead.
// Each is still tested by Azurite's own filter; order, pages and answers are its own (docs/decisions/0022-azurite-indexes.md).
'use strict';

const loki = require('lokijs');
const { default: generator } = require('azurite/dist/src/table/persistence/LokiTableStoreQueryGenerator.js');

const Collection = loki.Collection.prototype;
const Resultset = loki.Resultset.prototype;

/** Of each table: partition key → row key → row. */
const tables = new WeakMap();

function put(collection, row) {
  const partitions = tables.get(collection);
  const rows = partitions?.get(row.PartitionKey);
  if (rows) rows.set(row.RowKey, row);
  else partitions?.set(row.PartitionKey, new Map([[row.RowKey, row]]));
}

function take(collection, partition, row) {
  const partitions = tables.get(collection);
  const rows = partitions?.get(partition);
  if (rows?.delete(row) && rows.size === 0) partitions.delete(partition);
}

const addCollection = loki.prototype.addCollection;
loki.prototype.addCollection = function (name, options) {
  // The collections of rows, and only they, ask for these two; they are not needed any more.
  const isTable = options?.indices?.join() === 'PartitionKey,RowKey';
  const collection = addCollection.call(this, name, isTable ? { ...options, indices: [] } : options);
  if (isTable && !tables.has(collection)) tables.set(collection, new Map());
  return collection;
};

const { add, update, remove, clear, findOne } = Collection;
Collection.add = function (row) {
  const added = add.call(this, row);
  put(this, row);
  return added;
};
Collection.update = function (row) {
  const updated = update.call(this, row);
  if (!Array.isArray(row)) put(this, row);
  return updated;
};
Collection.remove = function (row) {
  const { PartitionKey: partition, RowKey: key } = row;
  const removed = remove.call(this, row);
  take(this, partition, key);
  return removed;
};
Collection.clear = function (options) {
  clear.call(this, options);
  if (tables.has(this)) tables.set(this, new Map());
};
Collection.findOne = function (query) {
  const { PartitionKey: partition, RowKey: row } = query ?? {};
  return tables.has(this) && typeof partition === 'string' && typeof row === 'string' && Object.keys(query).length === 2
    ? tables.get(this).get(partition)?.get(row) ?? null
    : findOne.call(this, query);
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
  if (matches.partition !== undefined && !this.filterInitialized && tables.has(this.collection)) {
    const rows = tables.get(this.collection).get(matches.partition)?.values() ?? [];
    this.filteredrows = Array.from(rows, (row) => this.collection.get(row.$loki, true)[1]);
    this.filterInitialized = true;
  }
  return where.call(this, matches, ...rest);
};
