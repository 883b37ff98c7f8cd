using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Twilio.Types;

namespace Twilio.Json;

/// <summary>How Twilio writes JSON: words that may grow, numbers as strings, dates after RFC 2822.</summary>
internal static class WireJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters = { new WordConverter(), new PhoneNumberConverter(), new DateConverter() },
    };

    private sealed class WordConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsSubclassOf(typeof(StringEnum));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert));

        private sealed class Of<T> : JsonConverter<T> where T : StringEnum, new()
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                var word = new T();
                word.FromString(reader.GetString());
                return word;
            }

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
                writer.WriteStringValue(value.ToString());
        }
    }

    private sealed class PhoneNumberConverter : JsonConverter<PhoneNumber>
    {
        public override PhoneNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString());

        public override void Write(Utf8JsonWriter writer, PhoneNumber value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class DateConverter : JsonConverter<DateTime?>
    {
        public override bool HandleNull => true;

        // A date in another form must not make an accepted message look refused.
        public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? date.UtcDateTime
                : null;

        public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value?.ToString("r", CultureInfo.InvariantCulture));
    }
}
