import type { GraphTable } from "../../../../shared/aws/graph-table.ts";
import type { ServicePost } from "../../../../shared/plan/graph/service-post.ts";
import type { NeighbourReading } from "../../../../shared/plan/snapshot.ts";

/** What domains tell each other of their services, in memory: a newer post replaces an older one. */
export class MemoryGraph implements GraphTable {
  private readonly posts = new Map<string, ServicePost>();

  async post(posts: readonly ServicePost[]): Promise<void> {
    for (const post of posts) {
      const before = this.posts.get(post.service);
      if (before === undefined || before.atMs <= post.atMs) this.posts.set(post.service, post);
    }
  }

  /** @returns one per service, in the same order */
  neighbours(services: readonly string[]): readonly NeighbourReading[] {
    return services.map((service) => {
      const post = this.posts.get(service);
      return {
        service,
        post:
          post === undefined
            ? { kind: "unknown", because: "no-data", detail: "its domain has posted nothing yet" }
            : { kind: "known", value: post },
      };
    });
  }
}
