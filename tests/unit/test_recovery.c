/* SPDX-License-Identifier: Apache-2.0 */
/* The way back of LevelFS, against the closed form. */
#include "sim/report/recovery.h"
#include "tests/support/ss_test.h"

#include <math.h>

enum { DAY = 86400 };

/* Two accounts with equal shares; a has used 400, b 100 billing-hours and goes on with 2 an hour. */
static SsRecovery two_accounts(SsSibling sibling[2])
{
    sibling[0] = (SsSibling){ (char *) "a", 1, 400 * 3600, 0, 1 };
    sibling[1] = (SsSibling){ (char *) "b", 1, 100 * 3600, 2, 1 };
    return (SsRecovery){ .at = 1000,
                         .half_life = 7 * DAY,
                         .period = 300,
                         .level_shares = 2,
                         .parent_usage = 500 * 3600,
                         .parent_rate = 2,
                         .n = 2,
                         .sibling = sibling };
}

static void an_account_is_forgiven_when_the_others_have_caught_up(void)
{
    SsSibling             sibling[2];
    const SsRecovery      level = two_accounts(sibling);
    const double          d = 1 - 0.693 / (7 * DAY);
    const SsRecoveryDates dates =
        ss_recovery_walk(&level, 7 * DAY, SS_RECOVERY_AT_REST, 1, 1000 * DAY, 0, NULL, NULL);
    /* a(n) = A q^n and b(n) = B q^n + 2 p (1 - q^n) / (1 - q), q = d^300: equal at n. */
    const double q = pow(d, 300), steady = 2 * 300 / (1 - q);
    const double n = ceil(log(steady / (300 * 3600 + steady)) / log(q));

    SS_EXPECT_INT(dates.forgiven, 1000 + 300 * (int64_t) n);
    SS_EXPECT_TRUE(dates.ranked >= dates.forgiven && dates.ranked <= dates.forgiven + 300);
}

static void without_decay_the_others_must_use_as_much(void)
{
    SsSibling             sibling[2];
    const SsRecovery      level = two_accounts(sibling);
    const SsRecoveryDates dates =
        ss_recovery_walk(&level, 0, SS_RECOVERY_AT_REST, 1, 1000 * DAY, 0, NULL, NULL);

    SS_EXPECT_INT(dates.forgiven, 1000 + 300 * 3600 / 2); /* 300 billing-hours at 2 a second */
}

static void nobody_is_forgiven_on_a_quiet_machine(void)
{
    SsSibling  sibling[2];
    SsRecovery level = two_accounts(sibling);

    sibling[1].rate = level.parent_rate = 0;
    const SsRecoveryDates dates =
        ss_recovery_walk(&level, 7 * DAY, SS_RECOVERY_AT_REST, 1, 100 * DAY, 0, NULL, NULL);
    SS_EXPECT_INT(dates.forgiven, SS_TIME_NEVER);
    SS_EXPECT_REAL(dates.level_last, 0.5 / 0.8, 1e-9);
}

static void who_goes_on_using_more_than_the_share_is_never_forgiven(void)
{
    SsSibling  sibling[2];
    SsRecovery level = two_accounts(sibling);

    sibling[0].rate = 6;
    level.parent_rate = 8;
    const SsRecoveryDates steady =
        ss_recovery_walk(&level, 7 * DAY, SS_RECOVERY_STEADY, 1, 1000 * DAY, 0, NULL, NULL);
    const SsRecoveryDates rest =
        ss_recovery_walk(&level, 7 * DAY, SS_RECOVERY_AT_REST, 1, 1000 * DAY, 0, NULL, NULL);
    SS_EXPECT_INT(steady.forgiven, SS_TIME_NEVER);
    SS_EXPECT_REAL(steady.level_last, 0.5 / 0.75, 1e-6); /* in the long run the rates decide */
    SS_EXPECT_TRUE(rest.forgiven < SS_TIME_NEVER);
}

static void more_usage_is_added_to_the_account_and_its_level(void)
{
    SsSibling  sibling[2];
    SsRecovery level = two_accounts(sibling);

    ss_recovery_add(&level, 500 * 3600);
    SS_EXPECT_REAL(ss_recovery_now(&level).level_fs, 0.5 / 0.9, 1e-12);
    SS_EXPECT_UINT(ss_recovery_now(&level).rank, 2);
}

/* A user of an account is ranked among all: behind the users of every account that is before its own. */
static void a_rank_counts_the_users_of_all_accounts_before(void)
{
    SsSibling  accounts[2], users[2] = { { (char *) "ann", 1, 300 * 3600, 0, 1 },
                                         { (char *) "bob", 1, 100 * 3600, 0, 1 } };
    SsRecovery above = two_accounts(accounts);
    SsRecovery level = { .at = 1000,
                         .half_life = 7 * DAY,
                         .period = 300,
                         .level_shares = 2,
                         .parent_usage = 400 * 3600,
                         .n = 2,
                         .sibling = users,
                         .above = &above };

    accounts[0].users = 2; /* a's, ann and bob */
    accounts[1].users = 5;
    SS_EXPECT_UINT(ss_recovery_now(&level).rank, 7); /* b's five, bob, ann */
    level.self = 1;
    SS_EXPECT_UINT(ss_recovery_now(&level).rank, 6);
    level.first = 1; /* somebody of a with Fairshare=parent */
    SS_EXPECT_UINT(ss_recovery_now(&level).rank, 7);

    /* b goes on and a does not: with the day on which a is forgiven bob leads. */
    level.first = 0;
    const SsRecoveryDates dates =
        ss_recovery_walk(&level, 7 * DAY, SS_RECOVERY_AT_REST, 1, 1000 * DAY, 0, NULL, NULL);
    const SsRecoveryDates account =
        ss_recovery_walk(&above, 7 * DAY, SS_RECOVERY_AT_REST, 1, 1000 * DAY, 0, NULL, NULL);
    SS_EXPECT_INT(dates.ranked, account.ranked);
}

static void a_longer_half_life_forgives_later(void)
{
    SsSibling        sibling[2];
    const SsRecovery level = two_accounts(sibling);
    SsTime           before = 0;

    for (SsSpan days = 1; days <= 32; days *= 2) {
        const SsRecoveryDates dates =
            ss_recovery_walk(&level, days * DAY, SS_RECOVERY_AT_REST, 1, 1000 * DAY, 0, NULL, NULL);

        SS_EXPECT_TRUE(dates.forgiven > before);
        before = dates.forgiven;
    }
}

/* Root over two accounts of equal shares: a with ann alone, b with bob and ben. Numbers by hand. */
static void without_fair_tree_the_effective_usage_decides(void)
{
    SsClassicAssoc at[] = {
        { .usage = 1000, .rate = 3, .is_self = true },
        { .parent = 0, .part = 0.5, .usage = 800, .rate = 1, .is_self = true },
        { .parent = 0, .part = 0.5, .usage = 200, .rate = 2 },
        { .parent = 1,
          .part = 1,
          .usage = 800,
          .rate = 1,
          .is_user = true,
          .is_self = true,
          .is_below = true },
        { .parent = 2, .part = 0.5, .usage = 200, .rate = 0, .is_user = true },
        { .parent = 2, .part = 0.5, .usage = 0, .rate = 2, .is_user = true },
    };
    SsClassic classic = { G_N_ELEMENTS(at), at, .self = 3, .dampening = 1 };
    uint32_t  rank;

    /* ann: 0.8 of 0.5. bob: 0.2 of 0.25. ben: (0.2 - 0) / 2 of 0.25. */
    SS_EXPECT_REAL(ss_recovery_classic_level(&classic, &rank), 0.5 / 0.8, 1e-12);
    SS_EXPECT_UINT(rank, 3);
    SS_EXPECT_REAL(at[4].effective, 0.2, 1e-12);
    SS_EXPECT_REAL(at[5].effective, 0.1, 1e-12);
    SS_EXPECT_REAL(ss_recovery_classic_fair_share(&classic, 0.5 / 0.8), pow(2, -1.6), 1e-12);
    /* A hundred seconds, ann at rest: root 1200, ann 800, ben 200 of the 400 of b. */
    ss_recovery_classic_step(&classic, 1, 1, 100);
    SS_EXPECT_REAL(at[0].usage, 1200, 1e-9);
    SS_EXPECT_REAL(ss_recovery_classic_level(&classic, &rank), 0.5 / (800.0 / 1200), 1e-12);
    SS_EXPECT_REAL(at[5].effective, 200.0 / 1200 + (400.0 / 1200 - 200.0 / 1200) / 2, 1e-12);
}

static const SsTest tests[] = {
    SS_TEST(without_fair_tree_the_effective_usage_decides),
    SS_TEST(an_account_is_forgiven_when_the_others_have_caught_up),
    SS_TEST(without_decay_the_others_must_use_as_much),
    SS_TEST(nobody_is_forgiven_on_a_quiet_machine),
    SS_TEST(who_goes_on_using_more_than_the_share_is_never_forgiven),
    SS_TEST(more_usage_is_added_to_the_account_and_its_level),
    SS_TEST(a_rank_counts_the_users_of_all_accounts_before),
    SS_TEST(a_longer_half_life_forgives_later),
};
SS_TEST_MAIN("recovery", tests)
