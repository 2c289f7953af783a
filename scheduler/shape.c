/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape.c - a query, folded.
 *
 * The request is taken byte by byte, so that a new field of it is part of the shape without a word here; what
 * its pointers lead to follows. Of the job itself a placement reads who owns it (nodes that belong to one
 * user) and whose group limits count nodes: uid, QOS, association. Requests with --switches also look at the
 * clock: they have no shape that could be remembered (ss_shape_lasts).
 *
 * 128 bits: with 10^9 shapes the chance of two alike is 10^-21. Debug builds place again and compare.
 */
#include "scheduler/shape.h"

#include <string.h>

static void mix_bytes(SsShape *shape, const void *bytes, size_t size)
{
    const char *at = bytes;
    uint64_t    word;

    for (; size >= sizeof word; size -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        ss_shape_mix(shape, word);
    }
    word = size;
    memcpy(&word, at, size);
    ss_shape_mix(shape, word);
}

static void mix_text(SsShape *shape, const char *text)
{
    if (text == NULL)
        ss_shape_mix(shape, 0);
    else
        mix_bytes(shape, text, strlen(text) + 1);
}

void ss_shape_mix_set(SsShape *shape, const SsNodeSet *set)
{
    for (uint32_t w = 0; set != NULL && w < set->n_words; w++)
        ss_shape_mix(shape, set->words[w]);
    ss_shape_mix(shape, set != NULL);
}

static void mix_gres(SsShape *shape, const SsGresNeed *need)
{
    ss_shape_mix(shape, need->gres);
    mix_text(shape, need->type);
    ss_shape_mix(shape, need->per_node);
    ss_shape_mix(shape, need->per_job);
    ss_shape_mix(shape, need->per_socket);
    ss_shape_mix(shape, need->per_task);
}

static void mix_features(SsShape *shape, const SsFeature *feature, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        mix_text(shape, feature[i].name);
        ss_shape_mix(shape, (uint64_t) feature[i].op << 32 | feature[i].count);
        ss_shape_mix(shape, (uint64_t) feature[i].paren << 32 | feature[i].bracket);
    }
}

static void mix_request(SsShape *shape, const SsRequest *req)
{
    SsRequest copy;

    memcpy(&copy, req, sizeof copy);
    copy.gres = NULL;
    copy.feature = copy.prefer = NULL;
    copy.req_nodes = copy.exc_nodes = NULL;
    copy.license = NULL;
    mix_bytes(shape, &copy, sizeof copy);
    for (uint32_t i = 0; i < req->n_gres; i++)
        mix_gres(shape, &req->gres[i]);
    mix_features(shape, req->feature, req->n_feature);
    mix_features(shape, req->prefer, req->n_prefer);
    ss_shape_mix_set(shape, req->req_nodes);
    ss_shape_mix_set(shape, req->exc_nodes);
}

SsShape ss_shape_of_request(const SsJob *job)
{
    SsShape shape = { 1, 2 };

    mix_request(&shape, &job->req);
    ss_shape_mix(&shape, (uint64_t) job->uid << 32 | job->qos);
    return shape;
}

static void mix_counts(SsShape *shape, const SsPlaceQuery *query)
{
    ss_shape_mix(shape, (uint64_t) query->min_nodes << 32 | query->req_nodes);
    ss_shape_mix(shape, (uint64_t) query->max_nodes << 3 | (query->planned ? 4u : 0u)
                            | (query->no_share ? 2u : 0u) | (query->prefer ? 1u : 0u));
}

static SsShape add_query(SsShape shape, const SsPlaceQuery *query)
{
    mix_counts(&shape, query);
    ss_shape_mix_set(&shape, query->nodes);
    ss_shape_mix_set(&shape, query->inside_resv);
    return shape;
}

SsShape ss_shape_of(const SsPlaceQuery *query)
{
    const SsJob *job = query->job;
    SsShape      shape = query->request ? *query->request : ss_shape_of_request(job);

    ss_shape_mix(&shape, (uint64_t) job->assoc << 32 | query->part);
    return add_query(shape, query);
}

static SsShape shape_of_ever_request(const SsPlaceQuery *query)
{
    SsShape shape = { 1, 2 };

    mix_request(&shape, &query->job->req);
    ss_shape_mix(&shape, query->part);
    return shape;
}

SsShape ss_shape_of_ever(const SsPlaceQuery *query)
{
    return add_query(shape_of_ever_request(query), query);
}

SsShape ss_shape_of_count(const SsPlaceQuery *query)
{
    SsShape shape = shape_of_ever_request(query);

    mix_counts(&shape, query);
    return shape;
}
