# The self-hosted way: one process with web server, queue listeners and timers. It needs a storage account and, to be called back, an https
# address in front of it. docs/operations.md shows how to run it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish functions -c Release -r linux-x64 --self-contained -o /app

# No shell, no package manager, not root. Texts, zones and calendars are the app's own, so ICU is not needed.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_URLS=http://+:8080 \
    Logging__Console__FormatterName=json \
    DOTNET_EnableDiagnostics=0
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["./Peyk.Functions"]
