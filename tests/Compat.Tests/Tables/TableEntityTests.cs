using Azure;
using Azure.Data.Tables;

namespace Peyk.Compat.Tests.Tables;

public sealed class TableEntityTests
{
    [Fact]
    public void What_is_absent_is_null()
    {
        var entity = new TableEntity("p", "r");

        entity["Absent"].ShouldBeNull();
        entity.GetString("Absent").ShouldBeNull();
        entity.GetInt32("Absent").ShouldBeNull();
        entity.GetDateTimeOffset("Absent").ShouldBeNull();
        entity.GetBinary("Absent").ShouldBeNull();
        entity.Timestamp.ShouldBeNull();
        entity.ETag.ShouldBe(default);
    }

    [Fact]
    public void A_value_is_not_given_as_another_type()
    {
        var entity = new TableEntity("p", "r") { ["Number"] = 1, ["Text"] = "x" };

        Should.Throw<InvalidOperationException>(() => entity.GetInt64("Number"));
        Should.Throw<InvalidOperationException>(() => entity.GetString("Number"));
        Should.Throw<InvalidOperationException>(() => entity.GetGuid("Text"));
    }

    [Fact]
    public void A_value_cannot_change_its_type()
    {
        var entity = new TableEntity("p", "r") { ["Text"] = "x" };

        Should.Throw<InvalidOperationException>(() => entity["Text"] = 1);
    }

    [Fact]
    public void An_int_set_over_a_long_or_double_takes_its_type()
    {
        var entity = new TableEntity("p", "r") { ["Big"] = 1L, ["Ratio"] = 1.5 };

        entity["Big"] = 2;
        entity["Ratio"] = 2;

        entity["Big"].ShouldBe(2L);
        entity["Ratio"].ShouldBe(2.0);
    }

    [Fact]
    public void A_value_can_be_cleared_and_set_anew()
    {
        var entity = new TableEntity("p", "r") { ["Text"] = "x" };

        entity["Text"] = null;
        entity["Text"] = 1;

        entity.GetInt32("Text").ShouldBe(1);
    }

    [Fact]
    public void Keys_and_etag_are_kept_among_the_properties()
    {
        var entity = new TableEntity(new Dictionary<string, object> { ["PartitionKey"] = "p", ["RowKey"] = "r", ["N"] = 1 })
        {
            ETag = new ETag("W/\"1\""),
        };

        entity.PartitionKey.ShouldBe("p");
        entity.RowKey.ShouldBe("r");
        entity.Keys.ShouldBe(["PartitionKey", "RowKey", "N", "odata.etag"], ignoreOrder: true);
        entity.Count.ShouldBe(4);
        entity.Remove("N").ShouldBeTrue();
        entity.TryGetValue("N", out _).ShouldBeFalse();
    }
}
