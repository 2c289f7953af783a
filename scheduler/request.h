/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scheduler/limits.h"
#include "sim/model/world.h"

/**
 * request - from what a submitter wrote (SsJobSpec) to the controller's numbers (SsRequest).
 *
 * Shape     the rules of the client first, then those of the server, in their order.
 * Owner     the fields of job->req belong to the job.
 * Errors    *code says what sbatch prints; `error` is set only where sbatch prints a line of its
 *           own before it. The request may be half filled then: ss_request_free_fields.
 * Source    sbatch(1); slurm.conf(5) DefMemPer*, MaxMemPerCPU, DefCpuPerGPU; spec placement 1.
 */
gboolean ss_request_build(SsWorld *world, SsJob *job, SsSubmitCode *code, GError **error);

/* Does some node have each feature of --constraint, and (without ignore_prefer_validation) of --prefer? */
bool ss_request_features_known(const SsWorld *world, const SsRequest *req);

/* ReqTRES into job->tres_req [n_tres] (made if NULL), billing of the job's first partition
 * included. */
void ss_request_tres(const SsWorld *world, SsJob *job);

/* Devices of gres `gres` (all types) that the whole job asks for, as far as the request alone
 * says. */
uint64_t ss_request_gres_total(const SsRequest *req, uint32_t gres);

/* Frees what the request points to and makes it an empty request again. */
void ss_request_free_fields(SsRequest *req);

/* Memory of who asked for none in this partition: MiB a CPU or a node; 0: none is set, all of a node. */
uint64_t ss_request_default_memory(const SsWorld *world, const SsPartition *part, bool *per_cpu);

/* A job of several partitions that asked for no memory wants the default of the one in which it is looked at, and keeps
 * that of the last one; what it requested (tres_req) stays that of the first. Recorded: static-partition-memory. */
void ss_request_look_in(const SsWorld *world, SsJob *job, SsPartId part);
