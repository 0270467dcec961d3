import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** With nothing but Java 17: `java First.java`. */
class First {
  static final String GATEWAY = "http://127.0.0.1:8060/v1/events";
  static final HttpClient CLIENT = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String key = "Bearer " + Files.readString(Path.of("key")).strip();
    HttpRequest sent = HttpRequest.newBuilder(URI.create(GATEWAY))
        .header("Authorization", key)
        .header("Content-Type", "application/cloudevents+json")
        .POST(BodyPublishers.ofFile(Path.of("event.json")))
        .build();
    System.out.println(answer(sent, 6));
    HttpRequest asked = HttpRequest.newBuilder(URI.create(GATEWAY + "?source=me/first&id=result-1"))
        .header("Authorization", key)
        .header("Prefer", "wait=5")
        .build();
    System.out.println(answer(asked, 6));
  }

  /** Send it again, the very same, while there is no answer or it is not taken now. */
  static String answer(HttpRequest request, int tries) throws IOException, InterruptedException {
    long seconds = 1;
    try {
      HttpResponse<String> found = CLIENT.send(request, BodyHandlers.ofString());
      if (found.statusCode() < 300) return found.body();
      if (tries == 0 || found.statusCode() != 429 && found.statusCode() != 503) {
        throw new IllegalStateException(found.body());
      }
      seconds = found.headers().firstValueAsLong("Retry-After").orElse(1);
    } catch (IOException away) {
      if (tries == 0) throw away;
    }
    Thread.sleep(1000 * seconds);
    return answer(request, tries - 1);
  }
}
