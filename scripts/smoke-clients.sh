#!/usr/bin/env bash
# Generates and compiles a Java client from docs/openapi.json with openapi-generator, where Maven, a JDK and its plugin are at hand;
# says so where they are not. There is no Go client here: none of the Go generators could be had where this was written.
set -uo pipefail
cd "$(dirname "$0")/.."
document=$PWD/docs/openapi.json
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0
failed=0
skipped=1
echo 'skipped  Go: no generator'

if ! command -v mvn >/dev/null || ! command -v java >/dev/null; then
  skipped=$((skipped + 1))
  echo 'skipped  Java: no Maven or no JDK'
else
  cat >"$folder/pom.xml" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>columba</groupId><artifactId>smoke</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.openapitools</groupId><artifactId>openapi-generator-maven-plugin</artifactId><version>7.14.0</version>
    <executions><execution><goals><goal>generate</goal></goals><phase>compile</phase><configuration>
      <inputSpec>$document</inputSpec><generatorName>java</generatorName><library>native</library><output>$folder/out</output>
      <modelNameMappings>Consumer=LogConsumer</modelNameMappings>
    </configuration></execution></executions>
  </plugin></plugins></build>
</project>
XML
  if mvn -q -B -f "$folder/pom.xml" compile >"$folder/log" 2>&1 && mvn -q -B -f "$folder/out/pom.xml" compile >>"$folder/log" 2>&1; then
    passed=$((passed + 1))
    echo 'passed   Java'
  elif grep -q 'could not be resolved\|Could not transfer' "$folder/log"; then
    skipped=$((skipped + 1))
    echo 'skipped  Java: the generator is not to be had'
  else
    failed=$((failed + 1))
    echo 'FAILED   Java'
    grep -m 20 'ERROR' "$folder/log"
  fi
fi
echo "smoke: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
