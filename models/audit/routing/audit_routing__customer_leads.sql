-- Leads of customers where the stack sends them to the owner of the account: whether the account
-- was a customer and who owned it when the lead came.
with
    people as (select * from {{ ref('people') }}),

    companies as (
        select *
        from {{ ref('companies') }}
        -- null means no export says that it was deleted: it is there.
        where not coalesce(is_deleted, false) and merged_into_key is null
    ),

    opportunities as (
        select * from {{ ref('opportunities') }} where not coalesce(is_deleted, false)
    ),

    company_parents as (select * from {{ ref('audit_ownership__company_parents') }}),

    company_changes as (select * from {{ ref('company_changes') }} where basis = 'history'),

    routings as (select * from {{ ref('declared_routings') }}),

    first_owners as (select * from {{ ref('audit_ownership__first_owners') }}),

    owners as (select * from {{ ref('audit_ownership__owners') }}),

    leads as (
        select
            people.person_key,
            routings.routing_id,
            people.system,
            people.company_domain,
            people.owner_key,
            first_owners.first_owner_key,
            people.created_at as came_at,
            coalesce(first_owners.first_assigned_at, people.created_at) as assigned_at
        from people
        inner join routings on people.system = routings.system and people.object = routings.object
        left join first_owners on people.person_key = first_owners.person_key
        where
            routings.customer_leads = 'account_owner'
            and people.company_domain is not null
            and not coalesce(people.is_deleted, false)
            and people.merged_into_key is null
    ),

    -- The account of a lead by its domain, and the accounts above it.
    accounts as (
        select
            leads.person_key,
            leads.routing_id,
            leads.came_at,
            leads.assigned_at,
            companies.company_key as account_key,
            companies.company_key,
            0 as level
        from leads
        inner join
            companies on leads.system = companies.system and leads.company_domain = companies.domain
        union
        select
            leads.person_key,
            leads.routing_id,
            leads.came_at,
            leads.assigned_at,
            companies.company_key as account_key,
            company_parents.above_key as company_key,
            company_parents.level
        from leads
        inner join
            companies on leads.system = companies.system and leads.company_domain = companies.domain
        inner join company_parents on companies.company_key = company_parents.company_key
    ),

    -- What each field of the history held when the lead came: the value before its next change,
    -- else the value of its last one.
    statuses as (
        select
            accounts.person_key,
            accounts.routing_id,
            accounts.company_key,
            company_changes.column_name,
            coalesce(
                min_by(
                    case
                        when company_changes.was_customer
                        then 'yes'
                        when not was_customer
                        then 'no'
                        else 'unread'
                    end,
                    company_changes.changed_at
                ) filter (where company_changes.changed_at > accounts.came_at),
                max_by(
                    case
                        when company_changes.is_customer
                        then 'yes'
                        when not is_customer
                        then 'no'
                        else 'unread'
                    end,
                    company_changes.changed_at
                )
            ) as status
        from accounts
        inner join company_changes on accounts.company_key = company_changes.company_key
        where not company_changes.is_owner
        group by
            accounts.person_key,
            accounts.routing_id,
            accounts.company_key,
            company_changes.column_name
    ),

    statuses_then as (
        select
            person_key,
            routing_id,
            company_key,
            bool_or(status = 'yes') as was_customer,
            bool_and(status = 'no') as was_none
        from statuses
        group by person_key, routing_id, company_key
    ),

    owners_then as (
        select
            accounts.person_key,
            accounts.routing_id,
            accounts.company_key,
            {%- for moment in ['came', 'assigned'] %}
                nullif(
                    coalesce(
                        min_by(
                            coalesce(company_changes.old_owner_key, ''), company_changes.changed_at
                        ) filter (where company_changes.changed_at > accounts.{{ moment }}_at),
                        max_by(
                            coalesce(company_changes.new_owner_key, ''), company_changes.changed_at
                        )
                    ),
                    ''
                ) as owner_{{ moment }}{{ ',' if not loop.last }}
            {%- endfor %}
        from accounts
        inner join company_changes on accounts.company_key = company_changes.company_key
        where company_changes.is_owner
        group by accounts.person_key, accounts.routing_id, accounts.company_key
    ),

    tracked as (
        select
            system,
            object,
            bool_or(not is_owner) as has_status_history,
            bool_or(is_owner) as has_owner_history
        from company_changes
        group by system, object
    ),

    first_deals as (
        select company_key, min(won_at) as won_at
        from opportunities
        where is_won and won_at is not null
        group by company_key
    ),

    described as (
        select
            accounts.person_key,
            accounts.routing_id,
            accounts.account_key,
            accounts.company_key,
            accounts.level,
            accounts.level = 0 as is_own,
            companies.is_customer,
            companies.owner_key,
            companies.created_at > accounts.came_at as is_younger,
            -- null means no export says when it was changed: it may have been.
            coalesce(companies.updated_at <= accounts.came_at, false) as is_unchanged,
            -- null means no export has a history of companies.
            coalesce(tracked.has_status_history, false) as has_status_history,
            coalesce(tracked.has_owner_history, false) as has_owner_history,
            statuses_then.company_key is not null as has_statuses,
            statuses_then.was_customer,
            statuses_then.was_none,
            owners_then.company_key is not null as has_owners,
            owners_then.owner_came,
            owners_then.owner_assigned,
            first_deals.won_at <= accounts.came_at as has_bought,
            first_deals.won_at is not null as buys_later
        from accounts
        inner join companies on accounts.company_key = companies.company_key
        left join tracked on companies.system = tracked.system and companies.object = tracked.object
        left join
            statuses_then
            on accounts.person_key = statuses_then.person_key
            and accounts.routing_id = statuses_then.routing_id
            and accounts.company_key = statuses_then.company_key
        left join
            owners_then
            on accounts.person_key = owners_then.person_key
            and accounts.routing_id = owners_then.routing_id
            and accounts.company_key = owners_then.company_key
        left join first_deals on accounts.company_key = first_deals.company_key
    ),

    -- yes, no, or unknown. An account that is a customer today need not have been one.
    dated as (
        select
            described.*,
            case
                when described.is_younger
                then 'no'
                when described.was_customer
                then 'yes'
                when described.has_bought
                then
                    case
                        when described.is_customer is distinct from false then 'yes' else 'unknown'
                    end
                when described.has_statuses
                then case when described.was_none then 'no' else 'unknown' end
                when described.is_customer is distinct from true
                then 'no'
                when described.has_status_history or described.is_unchanged
                then 'yes'
                when described.buys_later
                then 'no'
                else 'unknown'
            end as customer_then,
            described.has_owner_history or described.is_unchanged as is_owner_then_known,
            case
                when described.has_owners then described.owner_came else described.owner_key
            end as owner_key_came,
            case
                when described.has_owners then described.owner_assigned else described.owner_key
            end as owner_key_assigned
        from described
    ),

    -- The owner of the account above counts where the account itself was no customer.
    own_verdicts as (
        select person_key, routing_id, account_key, customer_then as own_customer_then
        from dated
        where is_own
    ),

    candidates as (
        select
            dated.person_key,
            dated.routing_id,
            dated.level,
            dated.customer_then,
            dated.is_owner_then_known,
            dated.owner_key_came,
            owners.unknown_because,
            owners.owner_key is not null as is_owner_listed,
            -- null means one of the owners is blank: the other one did not match.
            coalesce(
                leads.first_owner_key in (dated.owner_key_came, dated.owner_key_assigned), false
            )
            or coalesce(
                leads.owner_key in (dated.owner_key_came, dated.owner_key_assigned), false
            ) as is_reached
        from dated
        inner join
            own_verdicts
            on dated.person_key = own_verdicts.person_key
            and dated.routing_id = own_verdicts.routing_id
            and dated.account_key = own_verdicts.account_key
        inner join
            leads on dated.person_key = leads.person_key and dated.routing_id = leads.routing_id
        left join owners on dated.owner_key_came = owners.owner_key
        where
            dated.customer_then <> 'no'
            and (dated.is_own or own_verdicts.own_customer_then <> 'yes')
            and (
                not dated.is_owner_then_known
                or coalesce(dated.owner_key_came, dated.owner_key_assigned) is not null
            )
    ),

    judged as (
        select
            person_key,
            routing_id,
            bool_or(customer_then = 'yes') as is_customer,
            bool_or(
                customer_then = 'yes' and is_owner_then_known and is_reached
            ) as reaches_account_owner,
            bool_or(
                not is_owner_then_known or (customer_then = 'unknown' and is_reached)
            ) as may_reach_account_owner,
            -- Of the accounts above, the nearest.
            min_by(
                case when is_owner_then_known then owner_key_came end, level
            ) as account_owner_key,
            bool_or(not is_owner_then_known) as is_any_owner_unknown,
            min(
                case
                    when not is_owner_listed
                    then 'no export has the owner of the account'
                    else unknown_because
                end
            ) as account_owner_unknown_because
        from candidates
        group by person_key, routing_id
    ),

    final as (
        select
            person_key,
            routing_id,
            case when is_customer then true end as is_customer_lead,
            account_owner_key,
            case
                when reaches_account_owner then true when not may_reach_account_owner then false
            end as reaches_account_owner,
            case
                when reaches_account_owner
                then null
                when is_any_owner_unknown
                then 'no export says who owned the account when the lead came'
                when not is_customer
                then 'no export says since when the account is a customer'
                when may_reach_account_owner
                then 'no export says since when the account is a customer'
                else account_owner_unknown_because
            end as not_judged_because
        from judged
    )

select *
from final
